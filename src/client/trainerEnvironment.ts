/** Names (upper case) of the variables for starting a process, the user, directories, time zone and language. */
const system = [
  ...["PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TZ", "LANG", "LANGUAGE"],
  ...["XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"],
  ...["LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"],
  ...["SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "TEMP", "TMP", "USERNAME", "USERPROFILE"],
  ...["HOMEDRIVE", "HOMEPATH", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "PROGRAMFILES"],
];
/** Names (upper case) of the variables for the proxies and certificates of downloads. */
const network = [
  ...["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"],
  ...["NODE_EXTRA_CA_CERTS", "NODE_USE_SYSTEM_CA", "SSL_CERT_FILE", "SSL_CERT_DIR"],
];
const wanted = new Set([...system, ...network]);

/**
 * The environment variables that a trainer or an inspector gets from its client: those in {@link wanted} and those
 * whose names begin with `LC_`. All others are dropped, such as API keys, `NODE_OPTIONS` and `DEBUG`.
 */
export function trainerEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => isWanted(name.toUpperCase())));
}

function isWanted(name: string): boolean {
  return wanted.has(name) || name.startsWith("LC_");
}
