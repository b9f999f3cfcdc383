import { describe, expect, it, vi } from 'vitest';
import type { ReadinessReport } from '../../src/http/readiness.ts';
import { readVersion } from '../../src/version.ts';
import { startIn } from '../support/bot-process.ts';
import { openCommunity } from '../support/community.ts';
import { occupy, portNobodyListensOn } from '../support/ports.ts';
import { textOf } from '../support/shown.ts';

vi.setConfig({ testTimeout: 60_000 });

async function readyzOf(port: number): Promise<ReadinessReport & { readonly status: number }> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  return { status: answer.status, ...((await answer.json()) as ReadinessReport) };
}

async function metricsOf(port: number): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(answer.headers.get('content-type')).toContain('text/plain');
  return answer.text();
}

it('a bot tells how it is, what it did and which version it is', async () => {
  await using community = await openCommunity();
  const { ada, channelId, emulator, env } = community;
  const port = await portNobodyListensOn();
  await using bot = await startIn({}, { ...env, HTTP_PORT: String(port) });
  await bot.printed('"ready"');

  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  expect(await readyzOf(port)).toEqual({
    status: 200,
    ready: true,
    checks: { database: { ok: true }, gateway: { ok: true }, ticks: { ok: true } },
  });

  await ada.type(channelId, '/done task:cka-course note:hush');
  const { message } = await ada.type(channelId, '/done task:nothing-like-it');
  // What nobody knows is counted, and adds no name of its own.
  await ada.forge(message, '1:sesame:open');
  await ada.slash(channelId, 'abracadabra', {}, { unchecked: true });
  expect(textOf((await ada.type(channelId, '/help')).message)).toContain(`Cairn ${readVersion()}`);
  const metrics = await metricsOf(port);
  for (const line of [
    `cairn_build_info{version="${readVersion()}"} 1`,
    'cairn_interactions_total{name="done",outcome="ok"} 1',
    'cairn_interactions_total{name="done",outcome="refused"} 1',
    'cairn_interactions_total{name="unknown",outcome="refused"} 2',
    'cairn_interaction_seconds_count{name="done"} 2',
    'cairn_shard_ready{shard="0"} 1',
    'cairn_delivery_lag_seconds 0',
    'cairn_database_errors_total 0',
    'cairn_backup_interval_seconds 0',
  ]) {
    expect(metrics).toContain(`${line}\n`);
  }
  expect(metrics).toMatch(/^cairn_database_query_seconds_count [1-9]/m);
  expect(metrics).toMatch(/^process_resident_memory_bytes /m);
  for (const secret of [
    ada.user.id,
    channelId,
    'ada',
    'Trailhead',
    'hush',
    'sesame',
    'abracadabra',
    emulator.token,
  ]) {
    expect(metrics).not.toContain(secret);
  }

  bot.child.kill('SIGTERM');
  expect((await bot.ended).code).toBe(0);
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
});

describe('before the bot is ready, and when it is no more', () => {
  it('the process is up and says that it starts; then that Discord is gone', async () => {
    await using community = await openCommunity();
    const { emulator, env } = community;
    const port = await portNobodyListensOn();
    emulator.faults.inject({ path: '/gateway/bot', fault: { kind: 'delay', milliseconds: 1500 } });
    await using bot = await startIn({}, { ...env, HTTP_PORT: String(port) });
    await vi.waitFor(() => fetch(`http://127.0.0.1:${port}/healthz`), { timeout: 20_000 });
    const starting = await readyzOf(port);
    expect(starting).toMatchObject({ status: 503, ready: false });
    expect(starting.checks['gateway']).toEqual({ ok: false, why: 'The bot is starting.' });
    await bot.printed('"ready"');
    await expect.poll(() => readyzOf(port), { timeout: 10_000 }).toMatchObject({ status: 200 });

    await emulator.close();
    await expect
      .poll(() => readyzOf(port), { timeout: 20_000 })
      .toMatchObject({ status: 503, checks: { gateway: { ok: false }, database: { ok: true } } });
    expect(await metricsOf(port)).toContain('cairn_shard_ready{shard="0"} 0\n');
  });
});

it('a port that is taken stops the start, and says how to choose another', async () => {
  await using occupied = await occupy();
  await using community = await openCommunity();
  await using bot = await startIn({}, { ...community.env, HTTP_PORT: String(occupied.port) });
  const { code, complaints } = await bot.ended;
  expect(code).toBe(1);
  expect(complaints).toMatch(new RegExp(`^HTTP_PORT: port ${occupied.port} is in use.*off\\.$`, 'm'));
});
