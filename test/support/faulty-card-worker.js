import process from 'node:process';
import { setImmediate } from 'node:timers';

/** A thread on which cards go wrong as their titles say; all others are one byte at once. */
export default function drawCard(card) {
  switch (card.title) {
    case 'hang':
      for (;;);
    case 'throw':
      throw new Error('this card cannot be drawn');
    case 'die':
      setImmediate(() => {
        throw new Error('the thread dies');
      });
      return new Promise(() => undefined);
    case 'die afterwards':
      setImmediate(() => {
        throw new Error('the thread dies between cards');
      });
      return new Uint8Array([1]);
    case 'exit':
      process.exit(1);
      break;
    case 'hoard': {
      const hoard = [];
      for (;;) hoard.push(new Array(100_000).fill(card.title));
    }
    default:
      return new Uint8Array([1]);
  }
}
