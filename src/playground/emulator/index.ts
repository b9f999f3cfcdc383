export { ClientRefusal } from './client/client-refusal.ts';
export { startEmulator } from './emulator.ts';
export type * from './contract.ts';
