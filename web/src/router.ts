import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { loadSession, useSession } from './api/session'
import type { Face } from './api/types'
import { t } from './i18n'

declare module 'vue-router' {
  interface RouteMeta { title: string; face: Face; open?: boolean }
}

const on = (face: Face, path: string, title: string, component: RouteRecordRaw['component'], open = false): RouteRecordRaw =>
  ({ path, component: component!, meta: { title, face, open } })

const routes: RouteRecordRaw[] = [
  on('public', '/report', 'report', () => import('./pages/public/ReportPage.vue'), true),
  on('public', '/sign-in', 'sign_in', () => import('./pages/SignInPage.vue'), true),
  on('public', '/setup/:token', 'setup', () => import('./pages/SetupPage.vue'), true),
  on('public', '/help', 'help', () => import('./pages/HelpPage.vue'), true),
  on('desk', '/desk', 'desk', () => import('./pages/desk/DeskPage.vue')),
  on('desk', '/desk/cases/:id', 'case', () => import('./pages/desk/CasePage.vue')),
  on('public', '/:rest(.*)*', 'not_found', () => import('./pages/NotFoundPage.vue'), true),
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, kept) => kept ?? (to.path === from.path ? {} : { top: 0 }),
})

router.beforeEach(async (to) => {
  if (to.meta.open || to.meta.face === 'public') return true
  try {
    await loadSession()
  } catch {
    // No signal: the field face opens with what the phone holds.
    return to.meta.face === 'field' ? true : { path: '/sign-in', query: { next: to.fullPath } }
  }
  if (!useSession().signedIn.value) return { path: '/sign-in', query: { next: to.fullPath } }
  return true
})

router.afterEach((to, from) => {
  document.title = `${t(`title.${to.meta.title}`)} · ${t('app.name')}`
  if (to.path === from.path || !from.matched.length) return
  // A screen reader and the keyboard start at the new page, not at the old link.
  window.setTimeout(() => document.getElementById('main')?.focus({ preventScroll: true }), 0)
})
