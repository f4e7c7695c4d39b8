import { oneOf, section, text } from "./text";
import { DAYS, fullHour } from "./windows";

/**
 * Where there are both DigitalOcean Kubernetes and managed databases:
 * https://docs.digitalocean.com/platform/regional-availability/
 */
const REGIONS = [
  ...["ams3", "atl1", "blr1", "fra1", "lon1", "nyc1", "nyc3"],
  ...["sfo2", "sfo3", "sgp1", "syd1", "tor1"],
] as const;

export const region = () => oneOf(REGIONS);

/** Where there are Spaces (same source). */
const SPACES_REGIONS = [
  ...["ams3", "atl1", "blr1", "fra1", "lon1", "nyc3"],
  ...["sfo2", "sfo3", "sgp1", "syd1", "tor1"],
] as const;

export const spacesRegion = () => oneOf(SPACES_REGIONS);

/** When a managed database gets what needs a restart. */
export const databaseMaintenance = section({
  day: oneOf(DAYS).default("sunday").describe("Day of the week."),
  hour: fullHour().default("03:00").describe("When it begins, in UTC."),
});

export const databaseSize = (engine: "mysql" | "mongodb") =>
  text(
    /^(?:db-(?:s|amd|intel)|gd|m|so1_5)-[0-9]+vcpu-[0-9]+gb$/,
    `the slug of a database size, for example db-s-2vcpu-4gb; \`doctl databases options slugs --engine ${engine}\` lists them`,
  );
