export { ATTACHMENT_SIZE_LIMIT } from './attachments.ts';
export { ClientRefusal } from './client/client-refusal.ts';
export { startEmulator } from './emulator.ts';
export type * from './contract.ts';
