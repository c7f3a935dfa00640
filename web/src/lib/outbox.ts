import Dexie, { type Table } from 'dexie'
import { ref, shallowRef } from 'vue'
import { ApiError, api } from '@/api/client'
import type { FileRef, ReportBody, ReportReceipt } from '@/api/types'

/**
 * Reports wait here until the server has answered: written before the first attempt, sent with one request id
 * for life, so that none is lost and none arrives twice.
 */
export interface Kept {
  request_id: string
  body: Omit<ReportBody, 'photos' | 'request_id'>
  photos: { name: string; blob: Blob; id: string | null }[]
  kind_name: string
  made_at: string
  state: 'waiting' | 'sent' | 'refused'
  receipt: ReportReceipt | null
  refusal: { code: string; happened: string; instead: string } | null
}

class Phone extends Dexie {
  reports!: Table<Kept, string>
  photos!: Table<{ form: string; photos: { name: string; blob: Blob }[] }, string>
  constructor() {
    super('luoshi-field')
    this.version(1).stores({ reports: 'request_id, state, made_at', photos: 'form' })
  }
}

const phone = new Phone()
export const waiting = shallowRef<Kept[]>([])
export const kept = shallowRef<Kept[]>([])
export const sending = ref(false)

async function look(): Promise<void> {
  const all = await phone.reports.orderBy('made_at').reverse().toArray()
  kept.value = all
  waiting.value = all.filter((r) => r.state === 'waiting')
}

export function newRequestId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  // Pages served without TLS have no randomUUID.
  const b = crypto.getRandomValues(new Uint8Array(16))
  return [...b].map((x) => x.toString(16).padStart(2, '0')).join('')
}

async function sendPhotos(report: Kept): Promise<string[]> {
  for (const photo of report.photos) {
    if (photo.id) continue
    photo.id = (await api.upload<FileRef>('/files', photo.blob, photo.name)).id
    await phone.reports.put(report)
  }
  return report.photos.map((p) => p.id!)
}

async function sendOne(report: Kept): Promise<void> {
  try {
    const photos = await sendPhotos(report)
    report.receipt = await api.post<ReportReceipt>('/reports', { ...report.body, photos, request_id: report.request_id })
    report.state = 'sent'
    report.refusal = null
    // Nothing but the number stays on the phone once the server has the photo.
    report.photos = []
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause
    if (cause.unreachable || cause.status >= 500 || cause.status === 429) throw cause
    report.state = 'refused'
    report.refusal = { code: cause.code, happened: cause.happened, instead: cause.instead }
  }
  await phone.reports.put(report)
}

let timer: number | undefined
let pause = 5_000

/** Sends what waits, oldest first; stops at the first sign of no signal and tries again later. */
export async function flush(): Promise<void> {
  if (sending.value) return
  sending.value = true
  window.clearTimeout(timer)
  try {
    for (const report of [...waiting.value].reverse()) {
      await sendOne(report)
      await look()
      pause = 5_000
    }
  } catch {
    pause = Math.min(pause * 2, 120_000)
  } finally {
    sending.value = false
    await look()
    if (waiting.value.length) timer = window.setTimeout(() => void flush(), pause)
  }
}

/** Puts a report into the phone, tries at once; answers with how it stands after that. */
export async function submit(report: Omit<Kept, 'state' | 'receipt' | 'refusal' | 'made_at'>): Promise<Kept> {
  await phone.reports.put({ ...report, made_at: new Date().toISOString(), state: 'waiting', receipt: null, refusal: null })
  await look()
  await flush()
  return (await phone.reports.get(report.request_id))!
}

export async function discard(id: string): Promise<void> {
  await phone.reports.delete(id)
  await look()
}

/** Photos of a report still being written: a form saves itself with its pictures. */
export async function keepPhotos(form: string, photos: { name: string; blob: Blob }[]): Promise<void> {
  if (photos.length) await phone.photos.put({ form, photos: photos.map((p) => ({ name: p.name, blob: p.blob })) })
  else await phone.photos.delete(form)
}
export async function keptPhotos(form: string): Promise<{ name: string; blob: Blob }[]> {
  return (await phone.photos.get(form))?.photos ?? []
}

/** Leaving the phone: sent and refused reports go; what has not arrived yet stays until it has. */
export async function forgetOnLeave(): Promise<void> {
  await phone.reports.where('state').notEqual('waiting').delete()
  await phone.photos.clear()
  Object.keys(localStorage).filter((k) => k.startsWith('draft:')).forEach((k) => localStorage.removeItem(k))
  if ('caches' in window) await caches.delete('luoshi-reference')
  await look()
}

export function startQueue(): void {
  window.addEventListener('online', () => void flush())
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && waiting.value.length && void flush())
  void look().then(() => (waiting.value.length ? flush() : undefined))
}
