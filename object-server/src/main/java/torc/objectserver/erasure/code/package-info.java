/// Reed-Solomon codes over GF(2^8): k data fragments become k + m, of which any k give the rest back.
///
/// Nothing here knows of blobs or devices. Begin reading at [torc.objectserver.erasure.code.ErasureCode]. The
/// matrix and the
/// field are those of ISA-L's `gf_gen_cauchy1_matrix`, and both engines give the same bytes (docs/formats.md,
/// "Fragments of blobs"). Products may be used by many threads at once; they take no lock and wait for nothing.
@NullMarked
package torc.objectserver.erasure.code;

import org.jspecify.annotations.NullMarked;
