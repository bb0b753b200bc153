package io.pilab.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the reference says of a record that a file can name: the schema and the documents' tables are made of it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Variant {
    /** One sentence. */
    String value();

    /** Keys of which it needs at least one. */
    String[] anyOf() default {};

    /** Keys of the section around it that it does not take. */
    String[] not() default {};
}
