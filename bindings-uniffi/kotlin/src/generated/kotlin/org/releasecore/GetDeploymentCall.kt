// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.getDeployment], with its options. */
public class GetDeploymentCall internal constructor(engine: Engine) :
    Call<Deployment>(engine, "get_deployment", { Deployment.read(it) }) {
}
