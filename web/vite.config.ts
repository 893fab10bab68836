import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = process.env['API_ADDRESS'] ?? 'http://localhost:3000'

export default defineConfig(({ command }) => {
  // A bundle is for use, whoever builds it: the test runner's NODE_ENV would bring React's development build.
  if (command === 'build') process.env['NODE_ENV'] = 'production'
  return {
    root: import.meta.dirname,
    plugins: [react()],
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      target: 'es2023',
      // ECharts and G6 are single lazy chunks above the default limit; a test measures the first load.
      chunkSizeWarningLimit: 1600,
      // A font subset inlined into the style sheet would load on every page instead of on demand.
      assetsInlineLimit: 0,
    },
    server: {
      port: 5173,
      proxy: {
        // Not the short form: it changes the Host, and the server refuses requests of other origins.
        '/api': { target: server },
        '/socket.io': { target: server, ws: true },
      },
    },
  }
})
