/** The playground cannot open. The message says what to do, and is for whoever started it. */
export class PlaygroundError extends Error {
  override readonly name = 'PlaygroundError';
}
