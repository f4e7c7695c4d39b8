import type { RdsSettings } from "../settings";

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const HOURS = 24;

const written = (hour: number): string => `${String(hour % HOURS).padStart(2, "0")}:00`;

/**
 * When RDS backs the server up and brings what needs a restart: an hour each, as RDS writes it, in UTC.
 *
 * @returns nothing of what the settings leave to AWS
 */
export function windowsOf({ backupHour, maintenance }: RdsSettings): {
  readonly backupWindow?: string;
  readonly maintenanceWindow?: string;
} {
  return {
    ...(backupHour !== undefined && { backupWindow: dailyWindow(Number.parseInt(backupHour)) }),
    ...(maintenance && { maintenanceWindow: weeklyWindow(maintenance) }),
  };
}

const dailyWindow = (hour: number): string => `${written(hour)}-${written(hour + 1)}`;

function weeklyWindow({ day, hour }: NonNullable<RdsSettings["maintenance"]>): string {
  const [first, from] = [DAYS.indexOf(day.slice(0, 3)), Number.parseInt(hour)];
  const last = from + 1 === HOURS ? (first + 1) % DAYS.length : first;
  return `${DAYS[first]}:${written(from)}-${DAYS[last]}:${written(from + 1)}`;
}
