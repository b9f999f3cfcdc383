/** The headers that say who is asking; `undefined` where the request has none. */
export interface RequestSource {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly secFetchSite: string | undefined;
}

/**
 * Whether a request comes from this machine's own browser tab. Listening on loopback is not enough: another
 * site can reach 127.0.0.1 from the visitor's browser, and a name of its own can be made to resolve there.
 */
export function isFromOwnPage(source: RequestSource, port: number): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  const host = source.host?.toLowerCase();
  if (host === undefined || !hosts.includes(host)) return false;
  if (source.origin !== undefined && source.origin.toLowerCase() !== `http://${host}`) return false;
  // Browsers send `none` for an address typed by hand; other programs send nothing at all.
  return source.secFetchSite === undefined || ['same-origin', 'none'].includes(source.secFetchSite);
}
