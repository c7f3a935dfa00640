import { onBeforeUnmount, ref, shallowRef, watch, type WatchSource } from 'vue'
import { useChanges } from './changes'
import { ApiError } from './client'

/** Loads what a page shows: keeps the old while the new is on its way, says when it takes over 2 seconds. */
export function useLoad<T>(read: (signal: AbortSignal) => Promise<T>, options: { on?: WatchSource[]; topics?: string[]; quiet?: boolean } = {}) {
  const data = shallowRef<T | null>(null)
  const error = shallowRef<ApiError | null>(null)
  const loading = ref(true)
  const slow = ref(false)
  let running: AbortController | null = null

  async function reload(): Promise<void> {
    running?.abort()
    const mine = new AbortController()
    running = mine
    loading.value = true
    const timer = window.setTimeout(() => (slow.value = true), 2000)
    try {
      const answer = await read(mine.signal)
      if (running !== mine) return
      data.value = answer
      error.value = null
    } catch (cause) {
      if (mine.signal.aborted) return
      error.value = cause instanceof ApiError ? cause : new ApiError('W-002', String(cause), '', 0, null)
    } finally {
      window.clearTimeout(timer)
      if (running === mine) {
        loading.value = false
        slow.value = false
      }
    }
  }

  if (options.on) watch(options.on, () => void reload())
  if (options.topics?.length) useChanges(options.topics, () => void reload())
  onBeforeUnmount(() => running?.abort())
  void reload()
  return { data, error, loading, slow, reload }
}
