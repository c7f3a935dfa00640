import { shallowReactive } from 'vue'
import { ApiError, api } from '@/api/client'
import { t } from '@/i18n'

export interface Toast { id: number; text: string; kind: 'done' | 'bad'; code?: string; instead?: string; seconds: number; undo?: (() => Promise<void>) | undefined }
export const toasts = shallowReactive<Toast[]>([])
let next = 1

export function dismiss(id: number): void {
  const i = toasts.findIndex((x) => x.id === id)
  if (i >= 0) toasts.splice(i, 1)
}

function show(toast: Omit<Toast, 'id'>): void {
  const id = next++
  toasts.push({ ...toast, id })
  window.setTimeout(() => dismiss(id), toast.seconds * 1000)
}

export const told = (text: string) => show({ text, kind: 'done', seconds: 5 })

export function failed(cause: unknown): void {
  if (cause instanceof ApiError) show({ text: cause.happened, instead: cause.instead, code: cause.code, kind: 'bad', seconds: 12 })
  else show({ text: String(cause), kind: 'bad', seconds: 12 })
}

/** Done at once, and taken back for a while: instead of "are you sure". */
export function undoable(text: string, seconds: number, actId: string | null | undefined, after: () => void, path = '/undo'): void {
  if (!actId || seconds <= 0) return told(text)
  const undo = async () => {
    try {
      await api.post(path === '/undo' ? `/undo/${actId}` : `/acts/${actId}/undo`)
      told(t('undo.done'))
      after()
    } catch (cause) {
      failed(cause)
    }
  }
  show({ text, kind: 'done', seconds, undo })
}
