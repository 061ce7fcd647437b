// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.getEnvironment], with its options. */
public class GetEnvironmentCall internal constructor(engine: Engine) :
    Call<Environment>(engine, "get_environment", { Environment.read(it) }) {
}
