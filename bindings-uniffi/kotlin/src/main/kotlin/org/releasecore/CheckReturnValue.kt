package org.releasecore

/**
 * Where the value of a method must be used. Error Prone, SpotBugs and IntelliJ know an annotation of this name, and warn
 * where a [Call] is made ready and then forgotten.
 */
@MustBeDocumented
@Retention(AnnotationRetention.BINARY)
@Target(AnnotationTarget.CLASS, AnnotationTarget.FUNCTION)
internal annotation class CheckReturnValue
