/**
 * A number of which the country code and the last two digits are left: `+1 ••• ••• ••01`. What does not begin with a
 * country code keeps its last two digits alone, and what is short nothing.
 * @param number as `PhoneNumber.formatted`, or whatever a server tells
 */
export function maskNumber(number: string): string {
  const start = /^\+\d{1,3}(?= )/.exec(number)?.[0].length ?? 0;
  const rest = number.slice(start);
  const digits = rest.match(/\p{Nd}/gu)?.length ?? 0;
  let seen = 0;
  // What is no digit may tell as much as one: only what stands between digits is kept.
  return (
    number.slice(0, start) +
    rest.replace(/[^ ()+.-]/gu, (character) => {
      if (!/\p{Nd}/u.test(character)) return "•";
      return ++seen > digits - 2 && digits > 4 ? character : "•";
    })
  );
}
