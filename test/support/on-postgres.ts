import { inject } from 'vitest';

const { serverUrl, template } = inject('postgres');

// For processes that a test starts as well.
process.env['TEST_POSTGRES_SERVER'] = serverUrl;
process.env['TEST_POSTGRES_TEMPLATE'] = template;
