import { text } from "./text";

/** When clouds do what needs a restart: a day of the week, and an hour. */

export const DAYS = [
  ...["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
] as const;

/** DigitalOcean's control panel offers these; RDS takes any minute. */
const FULL_HOUR = /^(?:[01][0-9]|2[0-3]):00$/;

export const fullHour = () => text(FULL_HOUR, 'a full hour in quotes, for example "02:00"');
