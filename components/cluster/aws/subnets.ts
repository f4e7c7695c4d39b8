import { part } from "../../shared/cidr";

/** The ranges of one availability zone. */
export interface ZoneRanges {
  /** Letter of the zone, which ends its name. */
  readonly letter: string;
  readonly zone: string;
  /** Nodes and pods. */
  readonly private: string;
  /** Load balancers and the NAT gateway. */
  readonly public: string;
  /** Data servers; no route leads out of it. */
  readonly database: string;
}

/** Zones are called a to h. Each letter has its own ranges, so that no other zone's change with the list. */
const LETTERS = "abcdefgh";

/**
 * Divides the network among zones: the first half is private, an eighth of it for each letter; the small ranges that
 * load balancers and data servers need come behind. Of a /16 that is a /20 with 4091 pods and two /24, of a /19 a /23
 * and two /27, the smallest that AWS advises for a load balancer
 * (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer).
 *
 * @returns sorted by letter
 * @throws RangeError for a zone that does not end in one of the letters
 */
export const planSubnets = (vpcCidr: string, zones: readonly string[]): readonly ZoneRanges[] =>
  [...zones].sort().map((zone) => {
    const letter = zone.slice(-1);
    const index = LETTERS.indexOf(letter);
    if (index < 0) throw new RangeError(`${zone} is no zone with a letter from a to h`);
    return {
      letter,
      zone,
      private: part(vpcCidr, 4, index),
      public: part(vpcCidr, 8, 128 + index),
      database: part(vpcCidr, 8, 192 + index),
    };
  });
