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
  on('public', '/', 'public_home', () => import('./pages/public/HomePage.vue'), true),
  on('public', '/report', 'report', () => import('./pages/public/ReportPage.vue'), true),
  on('public', '/report/:number', 'follow', () => import('./pages/public/FollowPage.vue'), true),
  on('public', '/promises', 'promises', () => import('./pages/public/PromisesPage.vue'), true),
  on('public', '/promises/:id', 'promise', () => import('./pages/public/PromisePage.vue'), true),
  on('public', '/sign-in', 'sign_in', () => import('./pages/SignInPage.vue'), true),
  on('public', '/setup/:token', 'setup', () => import('./pages/SetupPage.vue'), true),
  on('public', '/help', 'help', () => import('./pages/HelpPage.vue'), true),
  on('overview', '/overview', 'overview', () => import('./pages/OverviewPage.vue')),
  on('desk', '/desk', 'desk', () => import('./pages/desk/DeskPage.vue')),
  on('desk', '/desk/cases/:id', 'case', () => import('./pages/desk/CasePage.vue')),
  on('desk', '/documents', 'documents', () => import('./pages/documents/DocumentsPage.vue')),
  on('desk', '/documents/:id', 'document', () => import('./pages/documents/ReaderPage.vue')),
  on('desk', '/ledger', 'ledger', () => import('./pages/ledger/LedgerPage.vue')),
  on('desk', '/ledger/:id', 'commitment', () => import('./pages/ledger/CommitmentPage.vue')),
  on('desk', '/indicators', 'indicators', () => import('./pages/indicators/IndicatorsPage.vue')),
  on('desk', '/indicators/:id', 'indicator', () => import('./pages/indicators/IndicatorPage.vue')),
  on('desk', '/indicators/:id/why', 'why', () => import('./pages/indicators/WhyPage.vue')),
  on('desk', '/things/:id', 'thing', () => import('./pages/desk/ThingPage.vue')),
  on('field', '/field', 'field', () => import('./pages/field/TasksPage.vue')),
  on('field', '/field/report', 'field_report', () => import('./pages/field/FieldReportPage.vue')),
  on('field', '/field/mine', 'field_mine', () => import('./pages/field/MinePage.vue')),
  on('field', '/field/cases/:id', 'case', () => import('./pages/field/FieldCasePage.vue')),
  on('desk', '/account', 'account', () => import('./pages/AccountPage.vue')),
  { path: '/admin', redirect: '/admin/areas' },
  on('admin', '/admin/areas', 'admin_areas', () => import('./pages/admin/AreasPage.vue')),
  on('admin', '/admin/agencies', 'admin_agencies', () => import('./pages/admin/AgenciesPage.vue')),
  on('admin', '/admin/people', 'admin_people', () => import('./pages/admin/PeoplePage.vue')),
  on('admin', '/admin/calendars', 'admin_calendars', () => import('./pages/admin/CalendarsPage.vue')),
  on('admin', '/admin/packs', 'admin_packs', () => import('./pages/admin/PacksPage.vue')),
  on('admin', '/admin/jobs', 'admin_jobs', () => import('./pages/admin/JobsPage.vue')),
  on('admin', '/admin/journal', 'admin_journal', () => import('./pages/admin/JournalPage.vue')),
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
