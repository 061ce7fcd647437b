package org.releasecore

import java.util.Arrays
import org.releasecore.internal.ParsedVersion
import org.releasecore.internal.parseCandidateVersion
import org.releasecore.internal.parseReleaseVersion

/**
 * A release version such as `1.4.0`, `2026.11.23` or `nightly-3`, in the engine's one total order. Two are equal only
 * where their texts are.
 */
public class ReleaseVersion private constructor(parsed: ParsedVersion) : Comparable<ReleaseVersion> {
    /** As it was written. */
    public val text: String = parsed.text
    private val sortKey = parsed.sortKey

    override fun compareTo(other: ReleaseVersion): Int = Arrays.compareUnsigned(sortKey, other.sortKey)

    override fun equals(other: Any?): Boolean = other is ReleaseVersion && other.text == text

    override fun hashCode(): Int = text.hashCode()

    override fun toString(): String = text

    public companion object {
        /** Parses a text. @throws ReleaseException `invalid_request`, with the position. */
        @JvmStatic
        public fun parse(text: String): ReleaseVersion = ReleaseVersion(guarded { parseReleaseVersion(text) })
    }
}

/** A candidate version, `<release-version>-rc<N>`: ordered by release version, then by number. */
public class CandidateVersion private constructor(parsed: ParsedVersion) : Comparable<CandidateVersion> {
    /** As it was written. */
    public val text: String = parsed.text

    /** The release version. */
    public val release: String = parsed.release

    /** The number, 0 to 4294967295. */
    public val number: Long = checkNotNull(parsed.number).toLong()
    private val sortKey = parsed.sortKey

    override fun compareTo(other: CandidateVersion): Int = Arrays.compareUnsigned(sortKey, other.sortKey)

    override fun equals(other: Any?): Boolean = other is CandidateVersion && other.text == text

    override fun hashCode(): Int = text.hashCode()

    override fun toString(): String = text

    public companion object {
        /** Parses a text. @throws ReleaseException `invalid_release_candidate_version`, with the position. */
        @JvmStatic
        public fun parse(text: String): CandidateVersion = CandidateVersion(guarded { parseCandidateVersion(text) })
    }
}
