import type { Logger } from 'pino';
import type { CardReport } from './cards/card-renderer.ts';
import type { Metrics } from './http/metrics.ts';
import type { DeliveryReport } from './services/deliveries.ts';
import type { Backup } from './store/backup.ts';

/** What whoever runs the bot learns of its work: counted in the metrics, and said in the log. */
export interface Telemetry {
  readonly backup: (made: Backup) => void;
  readonly backupFault: (error: unknown) => void;
  readonly card: (report: CardReport) => void;
  readonly cardFault: (fault: unknown) => void;
  readonly clock: (isAstray: boolean, aheadMs: number) => void;
  readonly delivery: (report: DeliveryReport) => void;
  readonly jobFault: (error: unknown) => void;
}

/** Too many at once, or too slow a machine: whoever runs the bot can do something about that. */
const PICTURE_LOG_LEVELS = {
  drawn: 'debug',
  shared: 'debug',
  refused: 'warn',
  late: 'warn',
  // What went wrong is told by itself.
  failed: 'debug',
} as const satisfies Record<CardReport['outcome'], string>;

/** Whoever runs the bot wants to hear of what did not arrive. */
const DELIVERY_LOG_LEVELS = {
  pending: 'debug',
  sent: 'debug',
  skipped: 'info',
  sending: 'warn',
  refused: 'warn',
  unknown: 'warn',
} as const satisfies Record<DeliveryReport['state'], string>;

export function createTelemetry(metrics: Metrics, logger: Logger): Telemetry {
  return {
    backup(made) {
      metrics.backup(made);
      logger.info(made, 'backup made');
    },
    backupFault(error) {
      metrics.backup('failed');
      logger.error({ err: error }, 'a backup could not be made');
    },
    card(report) {
      metrics.card(report);
      logger[PICTURE_LOG_LEVELS[report.outcome]]({ picture: report }, 'picture');
    },
    cardFault(fault) {
      logger.error({ err: fault }, 'a picture could not be drawn');
    },
    clock(isAstray, aheadMs) {
      if (isAstray) logger.error({ aheadMs }, "the clock is too far from the database's: nothing goes out");
      else logger.info({ aheadMs }, "the clock agrees with the database's again");
    },
    delivery(report) {
      metrics.delivery(report);
      const { fault, ...delivery } = report;
      if (fault !== undefined) logger.error({ err: fault, delivery }, 'a message could not be made or sent');
      else logger[DELIVERY_LOG_LEVELS[delivery.state]]({ delivery }, 'delivery');
    },
    jobFault(error) {
      metrics.jobFailed();
      logger.error({ err: error }, 'a job of the minute failed');
    },
  };
}
