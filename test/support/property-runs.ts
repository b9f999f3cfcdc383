/**
 * How many cases a property is given. On PostgreSQL a fifth: each of them takes a database of its own and a thousand
 * round trips, and what differs between the engines shows in few.
 */
export function propertyRuns(count: number): number {
  return process.env['TEST_POSTGRES_SERVER'] === undefined ? count : Math.ceil(count / 5);
}
