import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { checkKeyPair } from "./key-pair";
import { namespacedMetadata, namespacedOptions, type NamespacedOptions } from "./namespaced";
import type { InstancePlan } from "./plan";
import type { InstanceSettings } from "./settings";

/** A certificate that the operator gives, and its private key, both in PEM. */
export interface KeyPair {
  readonly certificate: pulumi.Output<string>;
  readonly key: pulumi.Output<string>;
}

export interface CertificatesArgs {
  readonly plan: InstancePlan;
  readonly settings: InstanceSettings;
  /** By the names of the certificates. */
  readonly keyPairs: Readonly<Record<string, KeyPair>>;
}

/**
 * A Secret for each certificate that the operator gives, which Ingress objects of its hosts name. A pair that an ingress
 * controller would not take, or would serve to no avail, ends the run: the controller itself says so only in its log,
 * and serves a certificate that no browser trusts.
 */
export const createCertificates = (
  slug: string,
  { plan, settings, keyPairs }: CertificatesArgs,
  opts: NamespacedOptions,
): kubernetes.core.v1.Secret[] =>
  settings.certificates.map(({ name, hosts }) => {
    const pair = keyPairs[name];
    if (pair === undefined) throw new Error(`the certificate ${name} of ${slug} was not given`);
    const checked = pulumi
      .all([pair.certificate, pair.key])
      .apply(([certificate, key]) => checkKeyPair({ slug, name, hosts, certificate, key }));
    return new kubernetes.core.v1.Secret(
      // A certificate has no hyphen in its name, so this is never the name of another instance's Secret.
      `${slug}-tls-${name}-certificate`,
      {
        metadata: namespacedMetadata(`openedx-tls-${name}`, plan),
        type: "kubernetes.io/tls",
        stringData: pulumi.secret({
          "tls.crt": checked.certificate,
          "tls.key": checked.key,
        }),
      },
      namespacedOptions(opts),
    );
  });
