/** Is this an address of the API, rather than of a page? Its documentation stands below `/api` and is pages. */
export const isOfApi = (url: string): boolean => url.startsWith('/api/') && !/^\/api\/docs(?:[/?]|$)/.test(url)
