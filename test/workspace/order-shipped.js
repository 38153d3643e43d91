/* global fetch */
// A shop texts its customers through the SMS for AI API.
const text =
  "Your order has shipped and arrives tomorrow between 9 and 12. Track it at https://shop.example/t/4711";

/** @param {string} to the customer's number, e.g. "+12025550123" */
export async function orderShipped(to) {
  const response = await fetch(`${process.env.SMSFORAI_BASE_URL}/sms/send`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${process.env.SMSFORAI_TOKEN}`,
      accept: "application/json",
      "content-type": "application/json",
    },
    body: JSON.stringify({ to, body: text }),
  });
  if (!response.ok) throw new Error(`The text was not accepted: ${response.status}`);
  return response.json();
}
