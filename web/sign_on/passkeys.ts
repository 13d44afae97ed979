/** What WebAuthn says in bytes, as JSON with base64url and back (WebAuthn level 3, 5.1.8 and 5.1.9, which not every browser has). */

type Json = Record<string, unknown>;
export interface Asked {
  readonly publicKey: Json;
}

export function toBytes(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

export function toText(bytes: ArrayBuffer): string {
  const binary = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function withBytes(entries: unknown): Json[] {
  return ((entries ?? []) as Json[]).map((entry) => ({ ...entry, id: toBytes(entry["id"] as string) }));
}

/** Let the device make a key. Rejects when its holder declines, or has one here already. */
export async function create(asked: Asked): Promise<object> {
  const options = asked.publicKey;
  const user = options["user"] as Json;
  const publicKey = {
    ...options,
    challenge: toBytes(options["challenge"] as string),
    user: { ...user, id: toBytes(user["id"] as string) },
    excludeCredentials: withBytes(options["excludeCredentials"]),
  } as unknown as PublicKeyCredentialCreationOptions;
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    ...describe(made),
    response: { clientDataJSON: toText(response.clientDataJSON), attestationObject: toText(response.attestationObject) },
  };
}

/** Let the device prove who holds it. Rejects when its holder declines. */
export async function ask(asked: Asked): Promise<object> {
  const options = asked.publicKey;
  const publicKey = {
    ...options,
    challenge: toBytes(options["challenge"] as string),
    allowCredentials: withBytes(options["allowCredentials"]),
  } as unknown as PublicKeyCredentialRequestOptions;
  const given = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const response = given.response as AuthenticatorAssertionResponse;
  return {
    ...describe(given),
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      authenticatorData: toText(response.authenticatorData),
      signature: toText(response.signature),
      ...(response.userHandle === null ? {} : { userHandle: toText(response.userHandle) }),
    },
  };
}

function describe(credential: PublicKeyCredential): object {
  return { id: credential.id, rawId: toText(credential.rawId), type: credential.type, clientExtensionResults: {} };
}
