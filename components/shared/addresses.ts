const IPV4 = /^(?:[0-9]{1,3}\.){3}[0-9]{1,3}$/;

export const isAddress = (host: string): boolean => IPV4.test(host);

/** The host of a web address, and its port. */
export function webHost(address: string): { readonly host: string; readonly port: number } {
  const { hostname, port, protocol } = new URL(address);
  return { host: hostname, port: Number(port || (protocol === "https:" ? 443 : 80)) };
}
