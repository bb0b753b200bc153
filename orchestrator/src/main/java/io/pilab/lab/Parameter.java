package io.pilab.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the reference says of a key of a {@link Variant}, and what its type does not say of its values. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Parameter {
    /** One sentence. */
    String value();

    /** Of a whole number. */
    int least() default 0;

    /** Of a whole number. */
    int most() default Integer.MAX_VALUE;

    /** What holds when the key is left out, as a file would say it; empty: it is required, unless it is optional. */
    String usually() default "";

    /** A key without which it makes no sense. */
    String needs() default "";
}
