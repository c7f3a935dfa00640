import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'

const door = process.env.LUOSHI_DOOR ?? 'http://127.0.0.1:8311'

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  plugins: [
    vue(),
    Components({ dirs: [], dts: false, resolvers: [ElementPlusResolver()] }),
    VitePWA({
      registerType: 'autoUpdate',
      injectRegister: false,
      includeAssets: ['icon.svg'],
      manifest: {
        name: '落实 · 现场端',
        short_name: '落实',
        lang: 'zh-CN',
        start_url: '/field',
        display: 'standalone',
        background_color: '#f4f5f2',
        theme_color: '#16324f',
        icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
      },
      workbox: {
        globPatterns: ['**/*.{js,mjs,css,html,svg}'],
        maximumFileSizeToCacheInBytes: 4_000_000,
        navigateFallback: '/index.html',
        // Only pages of this door: papers, feeds and the interfaces of other systems always go to the server.
        navigateFallbackDenylist: [/^\/(api|open311|sensorthings|ogc|cap|catalog|health|metrics)(\/|$)/],
        runtimeCaching: [
          {
            // A phone without signal still needs what can be reported and the drawn map; nothing personal is kept.
            urlPattern: /\/api\/v1\/(catalogue|areas\.geojson)/,
            handler: 'StaleWhileRevalidate',
            options: { cacheName: 'luoshi-reference', expiration: { maxEntries: 30 } },
          },
        ],
      },
    }),
  ],
  build: {
    outDir: '../src/luoshi/web/dist',
    emptyOutDir: true,
    chunkSizeWarningLimit: 1200,
    target: 'es2022',
  },
  server: { port: 5173, proxy: { '/api': { target: door, changeOrigin: false } } },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
})
