// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/** The call of [Releases.getProject], with its options. */
public class GetProjectCall internal constructor(engine: Engine) :
    Call<Project>(engine, "get_project", { Project.read(it) }) {
}
