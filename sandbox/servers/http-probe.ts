import { request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";

/** What it takes to talk to a server with certificates, each as PEM text. */
export interface ClientCertificate {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** How long one answer may take, in milliseconds; the caller asks again. */
const PATIENCE = 2_000;

/** Tells whether an address answers with status 200. */
export function answersWell(url: string, client?: ClientCertificate): Promise<boolean> {
  const request = url.startsWith("https:") ? requestSecure : requestPlain;
  return new Promise((resolve) => {
    const asked = request(url, { ...client, agent: false, timeout: PATIENCE }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => resolve(false));
    asked.on("close", () => resolve(false));
    asked.end();
  });
}
