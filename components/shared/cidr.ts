/** A range of IPv4 addresses: the first of them as a number, and how many leading bits all of them share. */
interface Range {
  readonly first: number;
  readonly length: number;
}

const sizeOf = (length: number): number => 2 ** (32 - length);

/** @param cidr such as `10.0.0.0/16`; the address need not be the first of its range */
function parse(cidr: string): Range {
  const [address = "", length = ""] = cidr.split("/");
  const value = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = sizeOf(Number(length));
  return { first: value - (value % size), length: Number(length) };
}

function written({ first, length }: Range): string {
  const parts = [24, 16, 8, 0].map((bits) => Math.floor(first / 2 ** bits) % 256);
  return `${parts.join(".")}/${length}`;
}

/** An IPv4 range, written with the first of its addresses. */
export const straightened = (cidr: string): string => written(parse(cidr));

/** How many leading bits the addresses of a range share. */
export const prefixLength = (cidr: string): number => parse(cidr).length;

/** Whether two IPv4 ranges have an address in common. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [parse(one), parse(other)];
  return a.first < b.first + sizeOf(b.length) && b.first < a.first + sizeOf(a.length);
}

/** Whether all addresses of the range `inner` are in `outer`. */
export function contains(outer: string, inner: string): boolean {
  const [a, b] = [parse(outer), parse(inner)];
  return b.length >= a.length && overlap(outer, inner);
}

/**
 * One of the equal parts of an IPv4 range.
 *
 * @param bits by which the part is smaller: 3 makes eighths
 * @param index of the part, from 0
 * @throws RangeError if there is no such part
 */
export function part(cidr: string, bits: number, index: number): string {
  const range = parse(cidr);
  const length = range.length + bits;
  if (length > 32 || index < 0 || index >= 2 ** bits)
    throw new RangeError(`${cidr} has no part ${index} of ${2 ** bits}`);
  return written({ first: range.first + index * sizeOf(length), length });
}
