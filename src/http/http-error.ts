/** Health and metrics cannot be served as asked. The message says what to do, and is for the operator. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
}
