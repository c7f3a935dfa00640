import { computed, ref } from 'vue'
import type { Name } from '@/api/types'
import zh from './zh.json'

export type Lang = 'zh' | 'en'
type Tree = { [key: string]: string | Tree }

const catalogues: Partial<Record<Lang, Tree>> = { zh }
const lang = ref<Lang>('zh')
export const currentLang = (): Lang => lang.value

function lookup(tree: Tree | undefined, key: string): string | null {
  let at: string | Tree | undefined = tree
  for (const part of key.split('.')) {
    if (typeof at !== 'object') return null
    at = at[part]
  }
  return typeof at === 'string' ? at : null
}

/** The words of a page, by key; `{name}` is filled in. A missing key shows itself, and fails the tests. */
export function t(key: string, fill: Record<string, string | number> = {}): string {
  const words = lookup(catalogues[lang.value], key) ?? key
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => (name in fill ? String(fill[name]) : whole))
}

/** Words for a code the server may extend: falls back to the code itself. */
export function word(group: string, code: string | null | undefined): string {
  if (!code) return ''
  return lookup(catalogues[lang.value], `${group}.${code}`) ?? code
}

/** A name that carries its own two languages. */
export function pick(name: Name | null | undefined): string {
  if (!name) return ''
  if (typeof name === 'string') return name
  return name[lang.value] || name.zh || name.en || ''
}

export async function setLang(next: Lang): Promise<void> {
  catalogues[next] ??= (await import('./en.json')).default
  lang.value = next
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
  document.cookie = `lang=${next}; path=/; max-age=31536000; samesite=lax`
}

export async function startLang(): Promise<void> {
  const asked = new URLSearchParams(location.search).get('lang')
  const kept = /(?:^|; )lang=(zh|en)/.exec(document.cookie)?.[1]
  await setLang(asked === 'en' || asked === 'zh' ? asked : kept === 'en' ? 'en' : 'zh')
}

export const useI18n = () => ({ t, pick, word, lang: computed(() => lang.value), setLang })
