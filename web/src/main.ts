import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/el-overlay.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/element.css'
import './styles/table.css'
import { createApp } from 'vue'
import App from './App.vue'
import { loadSession } from './api/session'
import { startLang } from './i18n'
import { startQueue } from './lib/outbox'
import { startShortcuts } from './lib/shortcuts'
import { router } from './router'

async function start(): Promise<void> {
  await startLang()
  startShortcuts()
  // Without an answer the public pages and the field face still open: reports wait in the phone.
  await loadSession().catch(() => undefined)
  createApp(App).use(router).mount('#app')
  startQueue()
  if ('serviceWorker' in navigator && window.isSecureContext && import.meta.env.PROD) {
    const { registerSW } = await import('virtual:pwa-register')
    registerSW({ immediate: true })
  }
}

void start()
