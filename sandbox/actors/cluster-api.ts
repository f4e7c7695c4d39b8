/** The few requests that an actor makes of a Kubernetes API server. Paths are those of its REST API. */
export interface ClusterApi {
  /** Items of a collection; none where the API server does not serve such a kind. */
  list(path: string): Promise<readonly unknown[]>;
  /** Finds the kinds whose objects can be listed and deleted, and tells their collections in a namespace. */
  collections(): Promise<(namespace: string) => readonly string[]>;
  /** Merges `changes` into an object; nothing if it is gone or has just been changed by somebody else. */
  patch(path: string, changes: object): Promise<void>;
  /** Deletes an object; nothing if it is gone. */
  delete(path: string): Promise<void>;
}
