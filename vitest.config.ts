import { defineConfig } from 'vitest/config'

export default defineConfig({
  // Folders are read at run time (datasets, connectors …); Vite need not know their files.
  build: { dynamicImportVarsOptions: { exclude: [/\.ts$/] } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Waiting for a database or a browser on a slow machine is not a failure.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    teardownTimeout: 30_000,
  },
})
