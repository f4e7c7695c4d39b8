import * as grpc from "@grpc/grpc-js";
import type { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { OperatorError } from "../contract";

/** An operation failed, and there is a resource that the engine is to record. */
export class RecordedFailure extends OperatorError {
  constructor(
    message: string,
    readonly detail: ErrorResourceInitFailed,
  ) {
    super(message);
  }
}

/** An error as a call answers with it. Of most only the message reaches the operator. */
export function serviceError(error: unknown): Partial<grpc.StatusObject> {
  const details = error instanceof Error ? error.message : String(error);
  const answer = { code: grpc.status.UNKNOWN, details };
  return error instanceof RecordedFailure
    ? { ...answer, metadata: withDetail(answer, error.detail) }
    : answer;
}

/** Where gRPC of other languages looks for messages that go with an error. */
function withDetail(
  { code, details }: { readonly code: number; readonly details: string },
  detail: ErrorResourceInitFailed,
): grpc.Metadata {
  const packed = new Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status().setCode(code).setMessage(details);
  status.addDetails(packed);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return metadata;
}
