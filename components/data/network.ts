import type { PortRange, ServerNetwork } from "./contract";

/** MongoDB's own, which a server has that is found by `mongodb+srv://` too. */
const MONGODB_PORT = 27017;

export const onePort = (port: number): PortRange => ({ from: port, to: port });

/** What the settings say of a server's network, or else the network that an address is by itself. */
export const serverNetwork = (
  hosts: readonly string[],
  ports: readonly PortRange[],
  given?: { readonly cidrs: readonly string[] },
): ServerNetwork => ({ cidrs: given?.cidrs ?? hosts.map((host) => `${host}/32`), ports });

/** The hosts of a MongoDB address, and their ports. */
export function mongodbHosts(address: string): { hosts: readonly string[]; ports: PortRange[] } {
  const members = address.replace(/^mongodb(?:\+srv)?:\/\//, "").split(",");
  const named = members.map((member) => member.split(":"));
  const ports = new Set(named.map(([, port]) => Number(port ?? MONGODB_PORT)));
  return { hosts: named.map(([host = ""]) => host), ports: [...ports].map(onePort) };
}
