/*
 * Quantities as Kubernetes writes them (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/).
 * What the API server stores is the shortest form; another one would differ from it for ever.
 */

const MEBIBYTES = { Mi: 1, Gi: 1024, Ti: 1024 ** 2 } as const;

/** Millicores of `500m` or of `2`. */
export const millicores = (cpu: string): number =>
  cpu.endsWith("m") ? Number(cpu.slice(0, -1)) : Number(cpu) * 1000;

/** Mebibytes of `512Mi`, `2Gi` or `1Ti`. @throws RangeError for any other unit */
export function mebibytes(size: string): number {
  const [, digits, unit] = /^([0-9]+)(Mi|Gi|Ti)$/.exec(size) ?? [];
  if (unit !== "Mi" && unit !== "Gi" && unit !== "Ti")
    throw new RangeError(`${size} is no number of Mi, Gi or Ti`);
  return Number(digits) * MEBIBYTES[unit];
}

/** `1500m`, `2`, `3k`. */
export function cpuQuantity(milli: number): string {
  return milli % 1000 === 0 ? count(milli / 1000) : `${milli}m`;
}

/** `1536Mi`, `2Gi`, `3Ti`. */
export function sizeQuantity(mebi: number): string {
  if (mebi > 0 && mebi % MEBIBYTES.Ti === 0) return `${mebi / MEBIBYTES.Ti}Ti`;
  if (mebi > 0 && mebi % MEBIBYTES.Gi === 0) return `${mebi / MEBIBYTES.Gi}Gi`;
  return mebi === 0 ? "0" : `${mebi}Mi`;
}

/** `999`, `2k`. */
export const count = (whole: number): string =>
  whole > 0 && whole % 1000 === 0 ? `${whole / 1000}k` : String(whole);
