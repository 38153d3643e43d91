import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../host/paths.js";
import type { Workbench } from "../../host/workbench.js";

/** The pictures that the README shows. */
type ReadmePicture = "messages" | "confirmation" | "prices" | "unsettled" | "arrival";

/** Takes a picture for the README; with SMSFORAI_UPDATE_PICTURES=1 it takes the place of the one in media/. */
export async function pictureForReadme(workbench: Workbench, name: ReadmePicture): Promise<void> {
  const path = await workbench.screenshot(name);
  if (process.env.SMSFORAI_UPDATE_PICTURES === "1") copyFileSync(path, join(root, "media", `${name}.png`));
}
