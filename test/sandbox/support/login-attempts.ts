import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { z } from "zod";
import { letThrough } from "./attempts";
import { mysql, s3 } from "./clients";
import { credential } from "./fleet";
import { mongoLoginOf, onMongodb } from "./in-cluster";

// Each function below tries, with the login of one instance's pods, what it may do to the things of one, and gives the
// names of what was let through. What is refused for another reason than a missing right is an error.

/** On a MySQL database that has a table `grades`. */
export async function triedOnMysql(namespace: string, name: string): Promise<readonly string[]> {
  const connection = await mysql({
    user: await credential(namespace, "OPENEDX_MYSQL_USERNAME"),
    password: await credential(namespace, "OPENEDX_MYSQL_PASSWORD"),
  });
  const database = `\`${name}\``;
  const run = (sql: string) => () => connection.query(sql);
  const attempts = {
    use: run(`USE ${database}`),
    read: run(`SELECT * FROM ${database}.grades`),
    write: run(`INSERT INTO ${database}.grades VALUES (1)`),
    create: run(`CREATE TABLE ${database}.planted (id INT)`),
    drop: run(`DROP TABLE ${database}.planted`),
  };
  try {
    return await letThrough(attempts, hasErrno(DATABASE_DENIED, TABLE_DENIED));
  } finally {
    await connection.end();
  }
}

/** Logging in to MySQL with another's name and the own password. */
export async function triedToLogIn(namespace: string, as: string): Promise<readonly string[]> {
  const login = {
    user: await credential(as, "OPENEDX_MYSQL_USERNAME"),
    password: await credential(namespace, "OPENEDX_MYSQL_PASSWORD"),
  };
  const attempts = { login: async () => (await mysql(login)).end() };
  return letThrough(attempts, hasErrno(LOGIN_DENIED));
}

/** On a bucket that has an object `kept`. */
export async function triedOnBucket(namespace: string, Bucket: string): Promise<readonly string[]> {
  const key = s3({
    accessKeyId: await credential(namespace, "OPENEDX_AWS_ACCESS_KEY"),
    secretAccessKey: await credential(namespace, "OPENEDX_AWS_SECRET_ACCESS_KEY"),
  });
  const planted = { Bucket, Key: "planted" };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  const attempts = {
    list: () => key.send(new ListObjectsV2Command({ Bucket })),
    read: () => key.send(new GetObjectCommand({ Bucket, Key: "kept" })),
    write: () => key.send(new PutObjectCommand({ ...planted, Body: namespace })),
    delete: () => key.send(new DeleteObjectCommand(planted)),
    "change the policy": () => key.send(new PutBucketPolicyCommand({ Bucket, Policy })),
  };
  return letThrough(attempts, (error) => Failure.parse(error).name === "AccessDenied");
}

/** On databases of the MongoDB that workflows make access to. */
export const triedOnMongodb = async (
  namespace: string,
  databases: readonly string[],
): Promise<readonly string[]> =>
  onMongodb(
    async (client) => {
      const attempts = databases.flatMap((name, index) => {
        const collection = client.db(name).collection("planted");
        return [
          [`write ${index}`, () => collection.insertOne({ by: namespace })],
          [`read ${index}`, () => collection.findOne()],
          [`drop ${index}`, () => collection.drop()],
        ] as const;
      });
      return letThrough(
        Object.fromEntries<() => Promise<unknown>>(attempts),
        (error) => Failure.parse(error).code === UNAUTHORIZED,
      );
    },
    await mongoLoginOf(namespace),
  );

const Failure = z.looseObject({
  name: z.string().optional(),
  errno: z.number().optional(),
  code: z.unknown().optional(),
});

const hasErrno =
  (...numbers: readonly number[]) =>
  (error: unknown): boolean =>
    numbers.includes(Failure.parse(error).errno ?? 0);

// https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html
const DATABASE_DENIED = 1044;
const LOGIN_DENIED = 1045;
const TABLE_DENIED = 1142;

// https://www.mongodb.com/docs/manual/reference/error-codes/
const UNAUTHORIZED = 13;
