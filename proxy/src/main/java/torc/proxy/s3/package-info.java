/// The S3 dialect: the API of Amazon's Simple Storage Service over [torc.proxy.objects.ObjectService].
@NullMarked
package torc.proxy.s3;

import org.jspecify.annotations.NullMarked;
