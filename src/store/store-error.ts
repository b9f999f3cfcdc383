/** The store cannot be opened, upgraded or used as asked. The message says what to do, and is for the operator. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}
