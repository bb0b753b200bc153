package io.pilab.cli;

/** The only place that ends the JVM. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(0);
    }
}
