import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

/** 32 letters and digits hold 190 bits; MongoDB, MySQL and Redis take far longer ones. */
const LENGTH = 32;

/**
 * A generated password, marked secret. It has letters and digits only: MySQL's plugin puts it into a statement as it
 * stands, and Tutor's jobs put it into a shell script. Its arguments never change, as any change would rotate it.
 */
export function password(
  name: string,
  opts: { readonly parent: pulumi.Resource },
): pulumi.Output<string> {
  return pulumi.secret(
    new random.RandomPassword(name, { length: LENGTH, special: false }, opts).result,
  );
}
